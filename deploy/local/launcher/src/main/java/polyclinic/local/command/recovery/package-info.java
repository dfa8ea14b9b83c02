/** Commands that make recovery points of the stack, bring them back and prove that they can be. */
@NullMarked
package polyclinic.local.command.recovery;

import org.jspecify.annotations.NullMarked;
