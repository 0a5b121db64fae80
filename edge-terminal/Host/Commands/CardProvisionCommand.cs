using System.CommandLine;
using System.Text.Json;
using HardwareDrivers.Cards;

namespace EdgeTerminal.Host;

/// <summary><c>edge-terminal card provision</c>: gives one card its diversified keys.</summary>
internal static class CardProvisionCommand
{
    public static Command Build()
    {
        var (device, baud, wait, json) =
            (CardOptions.Device(), CardOptions.Baud(), CardOptions.Wait(), CardOptions.Json());
        var (populations, keys) = (CardOptions.Populations(required: true), CardOptions.Keys(required: true));
        var (population, version) = (CardOptions.Population(), CardOptions.Version());
        var record = new Option<FileInfo>("--record")
        {
            Description = "Where it is written which card may have which keys; kept for all cards.",
            HelpName = "FILE",
            Required = true,
        };
        var command = new Command(
            "provision", "Gives a card its keys. Interrupted, it is done by holding the card again.")
        {
            device, baud, populations, keys, population, version, record, wait, json,
        }.WithExamples(
            "edge-terminal card provision --device /dev/ttyAMA0 --populations cards.json \\",
            "  --keys file:issuer-keys.json --record provisioned.jsonl");
        command.SetAction((parsed, cancellation) => HostCommand.RunAsync(async () =>
        {
            var chosen = CardOptions.Choose(
                CardOptions.ReadPopulations(parsed.GetValue(populations)!), parsed.GetValue(population));
            var newest = CardOptions.ChooseVersion(chosen, parsed.GetValue(version));
            using var ring = CardOptions.OpenKeys(parsed.GetValue(keys)!);
            using var lines = ProvisioningRecordFile.Open(parsed.GetValue(record)!.FullName, TimeProvider.System);
            var provisioner = new CardProvisioner(chosen, newest, ring, lines);
            var uid = "";
            var outcome = await CardOptions.Meeting(parsed.GetValue(device)!, parsed.GetValue(baud)).RunAsync(
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
                    new { uid, population = chosen.Name, keyVersion = newest, result = CardWords.Name(result) })
                : $"{uid}: {(result == ProvisioningResult.WasGood ? "was good already" : "provisioned")}, " +
                    $"{chosen.Name} key version {newest}");
            return ExitCode.Good;
        }));
        return command;
    }
}
