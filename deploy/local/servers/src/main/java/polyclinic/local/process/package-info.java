/** Processes on this machine: started, watched, taken over and ended, with the programs and Java that they run on. */
@NullMarked
package polyclinic.local.process;

import org.jspecify.annotations.NullMarked;
