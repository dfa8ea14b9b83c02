package polyclinic.local.stack;

import java.util.List;
import java.util.stream.IntStream;

/**
 * One of the processes of a service.
 *
 * @param service such as {@code patient-service}
 * @param number 1 for the first, whose name is the service's
 */
record ServiceReplica(String service, int number) {
    static List<ServiceReplica> all(String service, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> new ServiceReplica(service, number))
                .toList();
    }

    String name() {
        return number == 1 ? service : service + "-" + number;
    }
}
