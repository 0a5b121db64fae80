using Tests.Support;
using Tests.Unit.EdgeTerminal.Core;

namespace Tests.Unit.Documents;

/// <summary>
/// docs/states: what each pair of phase and input writes and does, so that an order which is no longer given is seen.
/// </summary>
public sealed class PairPageTests
{
    private static readonly Dictionary<string, Func<IEnumerable<string>>> Doings = new()
    {
        ["drink"] = PourPairTests.Doings, ["gate"] = GatePairTests.Doings, ["kiosk"] = KioskPairTests.Doings,
    };

    public static TheoryData<string> Stations => [.. StationExample.All.Keys];

    [Theory]
    [MemberData(nameof(Stations))]
    public void The_page_in_the_documents_is_what_each_pair_does(string name) =>
        Assert.Equal(Page(name), File.ReadAllText(Path.Combine(Checkout.Root, "docs", "states", FileOf(name))));

    /// <summary>For whoever changes a machine: writes the pages to artifacts/states, to be copied to docs/states.
    /// </summary>
    [Fact(Explicit = true)]
    public void The_pages_of_pairs_are_written_beside_the_checkouts()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Checkout.Root, "artifacts", "states"));
        foreach (var name in StationExample.All.Keys)
            File.WriteAllText(Path.Combine(folder.FullName, FileOf(name)), Page(name));
    }

    private static string FileOf(string name) => $"{name}-pairs.md";

    private static string Page(string name)
    {
        string[] lines =
        [
            $"# {StationExample.All[name].Title}: what each pair does",
            "",
            "Made from the code by `PairPageTests`: one example of each pair of phase and input that is not",
            "ignored, with the facts that it writes and what it does then; what comes before the journal is bold.",
            "",
            "| in | comes | then | writes | does |",
            "|---|---|---|---|---|",
            .. Doings[name](),
        ];
        return string.Join('\n', lines) + '\n';
    }
}
