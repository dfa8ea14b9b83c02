/**
 * Starts the real servers of the local stack, each as a process of its own on loopback, so that each can be killed and started again
 * alone: PostgreSQL, Kafka, Redis, an S3 server, a MongoDB-compatible server, Keycloak. Everything comes out of Maven's repository.
 */
@NullMarked
package polyclinic.local.servers;

import org.jspecify.annotations.NullMarked;
