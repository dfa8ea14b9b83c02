/** A running suite as the client programs find it: its addresses, accounts and doctors. */
@NullMarked
package polyclinic.clients.clinic;

import org.jspecify.annotations.NullMarked;
