/* SPDX-License-Identifier: MIT
 * The data files that are installed with the programs: DIR/bin/TOOL has them in
 * DIR/share/kaowu. */
#ifndef FRAME_SHARE_H
#define FRAME_SHARE_H

#include "stream/profile.h"

/* The statement profiles: of the folder $KAOWU_CHANNELS where it is set, else of share/kaowu/channels. Read once; dies with EX_ENV
 * where the folder or a profile is faulty. */
const struct profiles *share_profiles(void);

/* The word under which payments of a channel are kept: a profile's id where name is its id or an alias, of a companion the id of
 * the profile whose numbers it shares (a transaction told of under both is one), "counter" for
 * the counter's own words, name itself where it is one of the shipped profiles (a folder of $KAOWU_CHANNELS may lack
 * their files) or unionpay (unionpay_zm); else NULL: nobody's channel, or mistyped. */
const char *share_channel(const char *name);
/* All those words, for a message: "counter alipay_trade alipay …". Static. */
const char *share_channel_words(void);

#endif
