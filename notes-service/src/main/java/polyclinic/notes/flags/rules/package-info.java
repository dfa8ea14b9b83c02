/** What a flag says to whom: typed values and rules in order. */
@NullMarked
package polyclinic.notes.flags.rules;

import org.jspecify.annotations.NullMarked;
