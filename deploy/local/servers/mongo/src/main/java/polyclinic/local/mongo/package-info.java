/** A server that speaks MongoDB's wire protocol, for tests and for trying out; see {@link polyclinic.local.mongo.MongoStandIn}. */
@NullMarked
package polyclinic.local.mongo;

import org.jspecify.annotations.NullMarked;
