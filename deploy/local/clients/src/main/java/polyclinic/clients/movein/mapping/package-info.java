/** Says in the suite's words what other systems wrote: names, ages, times, states. */
@NullMarked
package polyclinic.clients.movein.mapping;

import org.jspecify.annotations.NullMarked;
