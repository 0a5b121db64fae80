using System.CommandLine;
using System.Text.Json;
using CloudBridge.Contract;
using HardwareDrivers.Cards;

namespace EdgeTerminal.Host;

/// <summary><c>edge-terminal card provision</c>: gives one card its diversified keys.</summary>
internal static class CardProvisionCommand
{
    public static Command Build()
    {
        var (reader, cards) = (new ReaderOptions(), new CardOptions());
        var (wait, json) = (CardOptions.Wait(), CardOptions.Json());
        var record = new Option<FileInfo>("--record")
        {
            Description = "Where it is written which card may have which keys; kept for all cards.",
            HelpName = "FILE",
            Required = true,
        };
        var command = new Command(
            "provision", "Gives a card its keys. Interrupted, it is done by holding the card again.")
        {
            record, wait, json,
        }.WithExamples(
            "edge-terminal card provision --device /dev/ttyAMA0 --populations cards.json \\",
            "  --keys file:issuer-keys.json --record provisioned.jsonl");
        reader.AddTo(command);
        cards.AddWithChoiceTo(command);
        command.SetAction((parsed, cancellation) => HostCommand.RunAsync(async () =>
        {
            var configuration = HostCommand.ReadIfNamed(parsed.GetValue(reader.Config));
            var (chosen, version) = cards.Choose(parsed, configuration);
            using var ring = cards.OpenKeys(parsed, configuration);
            using var lines = ProvisioningRecordFile.Open(parsed.GetValue(record)!.FullName, TimeProvider.System);
            var provisioner = new CardProvisioner(chosen, version, ring, lines);
            var uid = "";
            var outcome = await CardDesk.MeetAsync(
                reader.Choose(parsed, configuration),
                (card, stop) =>
                {
                    uid = card.Card.UidHex;
                    return provisioner.Provision(card, stop);
                },
                TimeSpan.FromSeconds(parsed.GetValue(wait)), cancellation);
            if (outcome is not CardOutcome<ProvisioningResult>.Done { Value: var result })
                return HostCommand.Fail(outcome.Failure!, ExitCode.VerificationFailed);
            Console.Out.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(
                    new { uid, population = chosen.Name, keyVersion = version, result = EnumName.Of(result) })
                : $"{uid}: {(result == ProvisioningResult.WasGood ? "was good already" : "provisioned")}, " +
                    $"{chosen.Name} key version {version}");
            return ExitCode.Good;
        }));
        return command;
    }
}
