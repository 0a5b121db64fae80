using System.CommandLine;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Cards;

namespace EdgeTerminal.Host;

/// <summary><c>edge-terminal card read</c>: what a card is, what it proves, what is wrong with it.</summary>
internal static class CardReadCommand
{
    public static Command Build()
    {
        var (reader, cards) = (new ReaderOptions(), new CardOptions());
        var (wait, json) = (CardOptions.Wait(), CardOptions.Json());
        var command = new Command("read", "Says what a card is, what it proves, and what is wrong with it.")
        {
            wait, json,
        }.WithExamples(
            "edge-terminal card read --config /etc/edge-terminal/config.json",
            "edge-terminal card read --device /dev/ttyAMA0",
            "edge-terminal card read --device /dev/ttyAMA0 --populations cards.json --keys file:card-keys.json");
        reader.AddTo(command);
        cards.AddTo(command);
        command.SetAction((parsed, cancellation) => HostCommand.RunAsync(async () =>
        {
            var configuration = HostCommand.ReadIfNamed(parsed.GetValue(reader.Config));
            using var keys = cards.OpenInForce(parsed, configuration);
            var prover = keys.Prover;
            var outcome = await CardDesk.MeetAsync(
                reader.Choose(parsed, configuration),
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
