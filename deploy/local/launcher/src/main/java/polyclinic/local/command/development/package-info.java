/** Commands for those who change the code. */
@NullMarked
package polyclinic.local.command.development;

import org.jspecify.annotations.NullMarked;
