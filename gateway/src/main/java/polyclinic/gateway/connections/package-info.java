/** What happens to a connection before Vert.x has it: one client holds only so many, and what they send is read with lenience. */
@NullMarked
package polyclinic.gateway.connections;

import org.jspecify.annotations.NullMarked;
