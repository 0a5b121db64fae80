using System.Text.RegularExpressions;
using System.Xml.Linq;
using CloudBridge.Contract;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using Tests.Support;

namespace Tests.Unit.Documents;

/// <summary>Documents name what the code has, and what they point to is there.</summary>
public sealed partial class DocumentTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Documents =>
    [
        .. Directory.EnumerateFiles(Checkout.Root, "*.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Checkout.Root, path))
            .Where(path => !path.StartsWith("artifacts/", StringComparison.Ordinal))
            .Where(path => !path.Contains("/node_modules/", StringComparison.Ordinal)),
    ];

    public void Dispose() => folder.Dispose();

    /// <summary>Tables and code are as wide as they must be, diagrams are not.</summary>
    [Theory]
    [MemberData(nameof(Documents))]
    public void Its_text_is_no_wider_than_120_columns(string document)
    {
        string? inside = null;
        var wide = new List<string>();
        foreach (var (index, line) in File.ReadLines(Path.Combine(Checkout.Root, document)).Index())
        {
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
                inside = inside is null ? line.Trim() : null;
            else if (inside is null or "```mermaid" && !line.StartsWith('|') && line.Length > 120)
                wide.Add($"{document}:{index + 1}");
        }

        Assert.Empty(wide);
    }

    [Fact]
    public void The_journals_format_has_a_row_for_every_kind_of_fact() =>
        Assert.All(FactKinds.Names, kind => Assert.Contains($"\n| `{kind}` |", Document("formats/journal.md")));

    [Fact]
    public void The_journals_format_names_every_reason_with_its_number() =>
        Assert.All(
            Enum.GetValues<Reason>(),
            reason => Assert.Contains($"| {(int)reason} | {reason}", Document("formats/journal.md")));

    [Fact]
    public void The_wire_format_has_a_row_for_every_kind_of_signed_object()
    {
        var types = typeof(JwsType).GetProperties()
            .Where(property => property.PropertyType == typeof(JwsType))
            .Select(property => (JwsType)property.GetValue(null)!)
            .ToList();

        Assert.Equal(17, types.Count);
        Assert.All(types, type => Assert.Contains(
            $"\n| `{type.Name}` | {Size(type.LongestBytes)} |", Document("formats/mqtt.md")));
    }

    [Fact]
    public void Every_fault_says_what_the_operator_does() =>
        Assert.All(Enum.GetNames<Fault>(), fault => Assert.Contains($"\n| `{fault}` |", Document("faults.md")));

    [Fact]
    public void Every_dependency_is_explained_in_its_version()
    {
        var packages = XDocument.Load(Path.Combine(Checkout.Root, "Directory.Packages.props"))
            .Descendants("PackageVersion")
            .Select(package => $"\n| {package.Attribute("Include")!.Value} | {package.Attribute("Version")!.Value} |");

        Assert.All(packages, row => Assert.Contains(row, Document("dependencies.md")));
    }

    [Fact]
    public void The_example_of_a_configuration_is_good()
    {
        var example = JsonBlock().Match(Document("configuration.md")).Groups[1].Value;
        File.WriteAllText(folder.In("example.json"), example);

        Assert.Empty(ConfigurationReader.Read(folder.In("example.json"), out var configuration));
        Assert.Equal(350, ((KioskSetup)configuration!.Station.Setup).FixedArticle!.Price.MinorUnits);
    }

    [Fact]
    public void The_example_of_populations_is_good()
    {
        File.WriteAllText(folder.In("cards.json"), JsonBlock().Match(Document("cards.md")).Groups[1].Value);

        Assert.Empty(ConfigurationReader.ReadPopulations(folder.In("cards.json"), out var populations));
        Assert.Equal(["wristbands-2026", "members"], populations.Select(population => population.Name));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void What_a_document_points_to_is_there(string document)
    {
        var text = File.ReadAllText(Path.Combine(Checkout.Root, document));
        var here = Path.GetDirectoryName(Path.Combine(Checkout.Root, document))!;
        var links = Link().Matches(text).Select(match => match.Groups[1].Value.Split('#')[0])
            .Where(link => link.Length > 0 && !link.StartsWith("http", StringComparison.Ordinal));

        Assert.All(links, link => Assert.True(Path.Exists(Path.Combine(here, link)), link));
    }

    [Fact]
    public void What_the_sources_point_to_is_there()
    {
        string[] folders = ["cloud-bridge", "edge-terminal", "hardware-drivers", "eng"];
        var named = folders
            .SelectMany(name => Directory.EnumerateFiles(
                Path.Combine(Checkout.Root, name), "*", SearchOption.AllDirectories))
            .SelectMany(path => DocumentName().Matches(File.ReadAllText(path)))
            .Select(match => match.Value)
            .Distinct()
            .ToList();

        Assert.Contains("docs/faults.md", named);
        Assert.All(named, name => Assert.True(File.Exists(Path.Combine(Checkout.Root, name)), name));
    }

    private static string Document(string name) => File.ReadAllText(Path.Combine(Checkout.Root, "docs", name));

    private static string Size(int bytes) =>
        bytes >= 1024 * 1024 ? $"{bytes / 1024 / 1024} MiB" : $"{bytes / 1024} KiB";

    [GeneratedRegex(@"```json\n(\{.*?)```", RegexOptions.Singleline)]
    private static partial Regex JsonBlock();

    [GeneratedRegex(@"\]\(([^)]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"docs/[a-z0-9/-]+\.md")]
    private static partial Regex DocumentName();
}
