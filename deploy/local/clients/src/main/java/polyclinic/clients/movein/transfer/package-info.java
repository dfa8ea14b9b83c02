/** Stores records of elsewhere through the gateway, each once, and reads them back. */
@NullMarked
package polyclinic.clients.movein.transfer;

import org.jspecify.annotations.NullMarked;
