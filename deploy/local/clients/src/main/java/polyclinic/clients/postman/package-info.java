/** {@code postman}: the API as a collection for Postman, made from the contract. */
@NullMarked
package polyclinic.clients.postman;

import org.jspecify.annotations.NullMarked;
