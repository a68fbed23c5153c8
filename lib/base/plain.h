/* plain - text without accents, and without the wide and narrow forms of East Asian typography
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_PLAIN_H
#define HNPS_PLAIN_H

#include "base/mem.h"

/* Appends valid UTF-8 with Latin letters as those of ASCII: without their accents, and what has none to drop in the usual way, such as "ss" and "ae". Other
 * scripts stay as they are. */
void plain_put_unaccented(struct buf *out, struct str text);

/* Appends valid UTF-8 with full-width letters, digits and signs as those of ASCII, and half-width ones of other scripts as the usual ones. */
void plain_put_narrow(struct buf *out, struct str text);

#endif
