/** How failures and unfit requests become HTTP responses (RFC 9457). */
@NullMarked
package polyclinic.commons.filters;

import org.jspecify.annotations.NullMarked;
