/** One strict JSON for requests, answers, events and stored documents. */
@NullMarked
package polyclinic.commons.json;

import org.jspecify.annotations.NullMarked;
