/** What a flag says to whom: typed values, rules in order, and shares of callers that stay the same. */
@NullMarked
package polyclinic.notes.flags.rules;

import org.jspecify.annotations.NullMarked;
