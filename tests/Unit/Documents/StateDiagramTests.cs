using System.Text.RegularExpressions;
using Tests.Support;

namespace Tests.Unit.Documents;

/// <summary>docs/states: each machine's diagram is what its code does.</summary>
public sealed partial class StateDiagramTests
{
    private const int Widest = 120;

    public static TheoryData<string> Stations => [.. StationExample.All.Keys];

    [Theory]
    [MemberData(nameof(Stations))]
    public void The_diagram_in_the_documents_is_what_the_machine_does(string name) =>
        Assert.Equal(
            Page(name),
            File.ReadAllText(Path.Combine(Checkout.Root, "docs", "states", $"{name}.md")));

    [Theory]
    [MemberData(nameof(Stations))]
    public void The_walk_comes_to_every_phase_and_every_input_of_the_station_does_something(string name)
    {
        var station = StationExample.All[name];
        var walk = StateWalk.All[name].Value;

        Assert.Equal(StationFamilies.PhasesOf(station.Phases).Order(), walk.Phases.Order());
        Assert.Empty(
            StationFamilies.InputsOf(station.Inputs).Except(StationFamilies.InputsOf(typeof(StateDiagramTests)))
                .Except(walk.Moves.Select(move => move.Input)));
    }

    /// <summary>For whoever changes a machine: writes the pages to artifacts/states, to be copied to docs/states.
    /// </summary>
    [Fact(Explicit = true)]
    public void The_pages_are_written_beside_the_checkouts()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Checkout.Root, "artifacts", "states"));
        foreach (var name in StationExample.All.Keys)
            File.WriteAllText(Path.Combine(folder.FullName, $"{name}.md"), Page(name));
    }

    private static string Page(string name)
    {
        var station = StationExample.All[name];
        var all = StateWalk.All[name].Value.Moves.ToList();
        // What never leads anywhere else is not worth a row in every phase.
        var leading = all.Where(move => move.Next.Any(next => next != move.Phase))
            .Select(move => move.Input).ToHashSet();
        var arrows =
            from move in all
            from next in move.Next
            where next != move.Phase
            group Words(move.Input) by $"    {move.Phase} --> {next}: " into arrow
            from line in Wrapped(arrow.Key, arrow)
            select line;
        var rows =
            from move in all
            where leading.Contains(move.Input)
            select $"| {move.Phase} | {Words(move.Input)} | {string.Join(" or ", move.Next)} |";
        string[] lines =
        [
            $"# {station.Title}: states",
            "",
            "Made from the code by `StateDiagramTests`: walks through the real machine, with every input that it",
            "knows. What leads nowhere from any phase is left out; what is ignored has no row.",
            "",
            "```mermaid",
            "stateDiagram-v2",
            "    [*] --> Starting",
            .. arrows,
            "    Stopped --> [*]",
            "```",
            "",
            "| in | comes | then |",
            "|---|---|---|",
            .. rows,
        ];
        return string.Join('\n', lines) + '\n';
    }

    /// <summary>More arrows between the same two, where one would have too many words.</summary>
    private static IEnumerable<string> Wrapped(string arrow, IEnumerable<string> words)
    {
        var line = "";
        foreach (var word in words)
        {
            if (line.Length > 0 && line.Length + word.Length + 2 > Widest)
            {
                yield return line;
                line = "";
            }
            line += line.Length == 0 ? arrow + word : $", {word}";
        }
        yield return line;
    }

    /// <summary><c>CardPresented</c>: card presented.</summary>
    private static string Words(string name) =>
        Capital().Replace(name, match => $" {match.Value}").Trim().ToLowerInvariant();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();
}
