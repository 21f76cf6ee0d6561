/* SPDX-License-Identifier: MIT
 * The office's rules for accounts, from its settings, and what they say to a record. */
#ifndef FRAME_ACCOUNT_H
#define FRAME_ACCOUNT_H

#include "frame/tool.h"
#include "rule/account.h"

/* The policy of the settings username, username_document, password_min, password_max, password_classes, password_not_digits; where
 * one has no row, that of the national manual. Read once a run. */
const struct account_policy *account_policy(void);

/* Fault USERNAME_FORM where the policy does not allow the name (column as in fault()). */
bool account_check_username(struct rec *r, int column, const char *username, const char *document);
/* Faults PASSWORD_LENGTH, PASSWORD_CLASSES, PASSWORD_DIGITS; the password itself stands in none. */
bool account_check_password(struct rec *r, int column, const char *password);

#endif
