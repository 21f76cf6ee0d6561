/* SPDX-License-Identifier: MIT
 * Who works here: a login's role, and the place whose registrations it may act on. */
#ifndef STORE_OPERATOR_H
#define STORE_OPERATOR_H

#include <stdbool.h>

#include "store/db.h"

/* A place of registrations: codes, "" for every one. */
struct scope {
	const char *province, *city, *review_point;
};

/* The login's row of the operator table: its role, and its place. A table without rows is an office of one: role
 * centre, everywhere. role "": there are operators, and the login is none of them. Strings stay. */
void operator_find(const char *login, const char **role, struct scope *scope);

bool scope_everywhere(const struct scope *s);
bool scope_holds(const struct scope *s, const char *province, const char *city, const char *review_point);

/* For statements that read registration r: the condition that it lies in the scope, and its parameters. */
#define SCOPE_SQL "(:in_province = '' OR r.province = :in_province) AND (:in_city = '' OR r.city = :in_city) AND " \
	"(:in_point = '' OR r.review_point = :in_point)"
void scope_bind(struct stmt *q, const struct scope *s);

#endif
