package polyclinic.local.command.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import polyclinic.local.build.ModuleBuild;
import polyclinic.local.settings.Settings;

class ClientCommandTest {
    private final Settings settings = Settings.of(Map.of());

    @Test
    void every_command_has_its_program_among_the_clients() {
        List<ClientCommand> commands = List.of(
                new ClientCommand.Demo(settings),
                new ClientCommand.Replay(settings),
                new ClientCommand.Bench(settings),
                new ClientCommand.Chaos(settings),
                new ClientCommand.VerifyAudit(settings),
                new ClientCommand.DeadLetters(settings),
                new ClientCommand.Import(settings),
                new ClientCommand.Export(settings),
                new ClientCommand.Bridge(settings),
                new ClientCommand.OldClinic(settings),
                new ClientCommand.Postman(settings));

        assertThat(commands).allSatisfy(command -> assertThat(settings.root()
                        .resolve(ModuleBuild.CLIENTS)
                        .resolve("src/main/java")
                        .resolve(command.mainClass().replace('.', '/') + ".java"))
                .exists());
    }

    @Test
    void only_the_demo_brings_a_running_stack_up_to_date() {
        assertThat(new ClientCommand.Demo(settings).needsUp(true)).isTrue();
        assertThat(new ClientCommand.Bench(settings).needsUp(true)).isFalse();
        assertThat(new ClientCommand.Bench(settings).needsUp(false)).isTrue();
    }
}
