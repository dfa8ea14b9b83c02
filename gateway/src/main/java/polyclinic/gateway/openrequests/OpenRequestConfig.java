package polyclinic.gateway.openrequests;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How many requests may be open at the same time at this gateway. */
@ConfigMapping(prefix = "polyclinic.gateway.open-requests")
interface OpenRequestConfig {

    /** Of one caller, by the token's subject. */
    @WithDefault("16")
    int perCaller();

    /** Of one client address, without a token or with one that is not verified yet. */
    @WithDefault("64")
    int perAddress();

    /** Of one caller, bodies that are streamed to a service: each holds a connection to it as long as it takes. */
    @WithDefault("4")
    int uploadsPerCaller();

    /** Bodies that are streamed to one service; the rest of its connections is for everybody else. */
    @WithDefault("32")
    int uploadsPerService();
}
