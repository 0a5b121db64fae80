using EdgeTerminal.Core;
using EdgeTerminal.Store;

namespace EdgeTerminal.Host;

/// <summary>Would a terminal hear that it was revoked, and could it give up its keys then?</summary>
internal static class RevocationExaminer
{
    private const string Subject = "revocation";

    public static IEnumerable<Finding> Examine(HostConfiguration configuration)
    {
        yield return new Finding(
            Subject,
            configuration.Ledger.Server is { } server
                ? $"asked for at {server} when it is cut off{Then(configuration)}"
                : "never asked for, because ledger.server is not set: a stolen terminal keeps its keys");
        foreach (var secret in Retirement.SecretsOf(configuration).Distinct())
            if (RetiredFolder.WhyNotErased(secret) is { } why)
                yield return new Finding(
                    Subject,
                    $"'{secret}' could not be erased: {why}",
                    "let the user that the daemon runs as write the file and its folder, for its systemd unit too");
    }

    private static string Then(HostConfiguration configuration) =>
        configuration.Station?.Setup is GateSetup { IsWayOut: true }
            ? "; revoked, it gives up its keys and stands open, because nobody is kept in"
            : "";
}
