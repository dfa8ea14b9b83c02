/** What the owner of facts states again of them, so that others can compare what they keep. */
@NullMarked
package polyclinic.commons.messaging.restatements;

import org.jspecify.annotations.NullMarked;
