/** The commands, as people and schedules call them. */
@NullMarked
package polyclinic.recovery.command;

import org.jspecify.annotations.NullMarked;
