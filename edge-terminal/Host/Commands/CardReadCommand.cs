using System.CommandLine;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Cards;

namespace EdgeTerminal.Host;

/// <summary><c>edge-terminal card read</c>: what a card is, what it proves, what is wrong with it.</summary>
internal static class CardReadCommand
{
    public static Command Build()
    {
        var (device, baud, wait, json) =
            (CardOptions.Device(), CardOptions.Baud(), CardOptions.Wait(), CardOptions.Json());
        var (populations, keys) = (CardOptions.Populations(required: false), CardOptions.Keys(required: false));
        var command = new Command("read", "Says what a card is, what it proves, and what is wrong with it.")
        {
            device, baud, populations, keys, wait, json,
        }.WithExamples(
            "edge-terminal card read --device /dev/ttyAMA0",
            "edge-terminal card read --device /dev/ttyAMA0 --populations cards.json --keys file:card-keys.json");
        command.SetAction((parsed, cancellation) => HostCommand.RunAsync(async () =>
        {
            if (parsed.GetValue(populations) is null != parsed.GetValue(keys) is null)
                return HostCommand.Fail("--populations and --keys go together", ExitCode.Usage);
            using var ring = parsed.GetValue(keys) is { } source ? CardOptions.OpenKeys(source) : new CardKeyRing([]);
            var prover = new CardProver(
                parsed.GetValue(populations) is { } file ? CardOptions.ReadPopulations(file) : [], ring);
            var outcome = await CardOptions.Meeting(parsed.GetValue(device)!, parsed.GetValue(baud)).RunAsync(
                (card, stop) => CardExamination.Examine(card, prover, stop),
                TimeSpan.FromSeconds(parsed.GetValue(wait)), cancellation);
            if (outcome is not CardOutcome<CardReport>.Done { Value: var report })
                return HostCommand.Fail(outcome.Failure!, ExitCode.VerificationFailed);
            Console.Out.WriteLine(parsed.GetValue(json) ? CardWords.Json(report) : Text(report));
            return report.Proof is CardProof.Unproved { Why: not null } || report.Original == false
                ? ExitCode.VerificationFailed
                : ExitCode.Good;
        }));
        return command;
    }

    private static string Text(CardReport report)
    {
        var lines = new List<string>
        {
            $"UID        {report.Card.UidHex}",
            $"type       {CardWords.Of(report.Type)}",
            $"can be     {report.Strongest}",
            $"proved     {CardWords.Of(report.Proof)}",
        };
        if (report.Original is { } original)
            lines.Add($"signature  {(original ? "of its maker" : "WRONG")}");
        lines.AddRange(report.Troubles.Select(trouble => $"trouble    {trouble}"));
        return string.Join(Environment.NewLine, lines);
    }
}
