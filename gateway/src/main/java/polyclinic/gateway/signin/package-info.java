/** People sign in and out in browsers: the code flow with the identity provider (OpenID Connect), and what it says when a session has ended. */
@NullMarked
package polyclinic.gateway.signin;

import org.jspecify.annotations.NullMarked;
