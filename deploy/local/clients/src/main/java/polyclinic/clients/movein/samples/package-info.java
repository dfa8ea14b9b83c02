/** Clinics of before, made up: for tests, and for whoever wants to try how moving in goes. */
@NullMarked
package polyclinic.clients.movein.samples;

import org.jspecify.annotations.NullMarked;
