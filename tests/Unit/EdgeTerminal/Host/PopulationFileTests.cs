using System.Collections.Immutable;
using EdgeTerminal.Host;
using HardwareDrivers.Cards;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>What <c>--populations</c> takes: any file with <c>cards.populations</c>, as in a configuration.</summary>
public sealed class PopulationFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_else_stands_in_the_file_is_not_judged()
    {
        var errors = Read(
            """
            {
              // Neither the rest of a configuration nor the place of the keys is missed.
              "profile": "gate", "populations": 1,
              "cards": {
                "cache": "index", "populationsOfOld": [],
                "populations": [
                  { "name": "bands", "method": "ultralightAes", "versions": "1" },
                  { "name": "staff", "method": "desfireEv2", "versions": "2,1", "desfireApplication": "F54230" }
                ]
              }
            }
            """,
            out var populations);

        Assert.Empty(errors);
        Assert.Equal(
            [("bands", CardMethod.UltralightAes), ("staff", CardMethod.DesfireEv2)],
            populations.Select(one => (one.Name, one.Method)));
        Assert.Equal([2, 1], populations[1].Versions);
    }

    // Cards of all of them come by where they get new keys.
    [Fact]
    public void More_versions_may_be_named_than_a_terminal_tries()
    {
        Assert.Empty(Read(
            """
            {"cards":{"populations":[
              {"name":"bands","method":"ultralightAes","versions":"1,2,3,4,5"},
              {"name":"tickets","method":"ultralightAes","versions":"1,2,3"}]}}
            """,
            out var populations));

        Assert.Equal([5, 3], populations.Select(one => one.Versions.Length));
    }

    [Theory]
    [InlineData("{}", "cards.populations: missing; expected at least one population")]
    [InlineData("""{"cards":{"populations":[]}}""", "cards.populations: missing; expected at least one population")]
    [InlineData("""{"cards":{"populations":"a"}}""", "cards.populations: 'a'; expected at least one population")]
    [InlineData("""[{"name":"a","method":"password","versions":"1"}]""", "a readable JSON file")]
    [InlineData("", "a readable JSON file")]
    [InlineData("""{"cards":{"populations":[{"method":"password","versions":"1"}]}}""", "populations.0.name: missing")]
    [InlineData("""{"cards":{"populations":[{"name":"a","method":"password"}]}}""", "populations.0.versions: missing")]
    [InlineData(
        """{"cards":{"populations":[{"name":"a","method":"password","versions":"1","version":"1"}]}}""",
        "populations.0.version: '1'; expected a key that exists")]
    [InlineData(
        """{"cards":{"populations":[{"name":"a","method":"ntag424","versions":"1"}]}}""",
        "populations.0.keyNumber: missing; expected 1 to 4")]
    [InlineData(
        """{"cards":{"populations":[{"name":"a","method":"password","versions":"256"}]}}""",
        "populations.0.versions: '256'; expected different versions from 1 to 255")]
    public void What_is_wrong_is_told_by_its_key_and_nothing_is_read(string json, string expected)
    {
        var error = Assert.Single(Read(json, out var populations));

        Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
        Assert.Empty(populations);
    }

    private IReadOnlyList<ConfigurationError> Read(
        string json, out ImmutableArray<CardPopulation> populations)
    {
        File.WriteAllText(folder.In("cards.json"), json);
        return ConfigurationReader.ReadPopulations(folder.In("cards.json"), out populations);
    }
}
