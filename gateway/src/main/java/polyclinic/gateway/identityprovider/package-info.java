/** The gateway as a client of the identity provider (OpenID Connect): where it is, codes and refresh tokens, and what its tokens say. */
@NullMarked
package polyclinic.gateway.identityprovider;

import org.jspecify.annotations.NullMarked;
