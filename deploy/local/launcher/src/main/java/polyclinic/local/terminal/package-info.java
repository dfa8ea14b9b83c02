/** What people see: lines, tables and errors of the commands. */
@NullMarked
package polyclinic.local.terminal;

import org.jspecify.annotations.NullMarked;
