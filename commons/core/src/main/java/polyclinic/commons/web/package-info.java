/** HTTP conventions: answers, pages, cursors, entity tags, idempotency keys, problems. */
@NullMarked
package polyclinic.commons.web;

import org.jspecify.annotations.NullMarked;
