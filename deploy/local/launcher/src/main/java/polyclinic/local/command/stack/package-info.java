/** Commands that start, stop and show the local stack. Read {@link polyclinic.local.command.stack.UpCommand} first. */
@NullMarked
package polyclinic.local.command.stack;

import org.jspecify.annotations.NullMarked;
