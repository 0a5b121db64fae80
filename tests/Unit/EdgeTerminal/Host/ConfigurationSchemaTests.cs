using System.Reflection;
using EdgeTerminal.Host;
using Microsoft.Extensions.Configuration;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>Reader, schema and document have the same keys.</summary>
public class ConfigurationSchemaTests
{
    public static TheoryData<string> Keys => [.. Leaves(ConfigurationKeys.Root, "").Select(leaf => leaf.Path)];

    [Fact]
    public void The_schema_in_the_repository_is_the_one_that_is_generated() => Assert.Equal(
        File.ReadAllText(Path.Combine(Checkout.Root, "docs", "configuration.schema.json")),
        ConfigurationSchema.Write());

    [Fact]
    public void Every_key_that_is_described_is_in_the_tree()
    {
        var described = typeof(ConfigurationKeys).GetNestedTypes().Append(typeof(ConfigurationKeys))
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Select(field => field.GetValue(null))
            .Where(key => key is ConfigurationKey and not ConfigurationKey.Group);
        var inTree = Leaves(ConfigurationKeys.Root, "").Select(leaf => leaf.Key).ToHashSet<object>();

        Assert.All(described, key => Assert.Contains(key!, inTree));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void The_reader_knows_every_key(string path)
    {
        var merged = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["profile"] = Profiles.All.FirstOrDefault(
                    profile => path.StartsWith(profile.Name + ".", StringComparison.Ordinal))?.Name,
                [path.Replace('.', ':')] = "x",
                // Asked for only where it means something.
                ["panel:driver"] = "simulated",
            })
            .Build();

        var errors = ConfigurationReader.Read(merged, out _);

        Assert.DoesNotContain(
            errors,
            error => error.Key == path && error.Expected.StartsWith("a key that exists", StringComparison.Ordinal));
    }

    [Fact]
    public void The_reader_asks_for_no_key_that_is_not_described()
    {
        var asked = Profiles.All.SelectMany(profile => ConfigurationReader.KeysAskedFor(new Dictionary<string, string?>
        {
            ["profile"] = profile.Name,
            ["panel:driver"] = "simulated", ["kiosk:articles:0:id"] = "beer", ["cards:populations:0:name"] = "stickers",
            ["lines:0:name"] = "valve", ["keys:buttons:0:name"] = "clear", ["gate:admissions:0:id"] = "member",
            ["drink:otherTaps:0:id"] = "cider", ["drink:prices:0:product"] = "cider",
        }));

        Assert.Equal(Leaves(ConfigurationKeys.Root, "").Select(leaf => leaf.Path).Order(), asked.Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void The_document_has_a_row_for_every_key(string path)
    {
        var name = path.Split(".0.")[^1];
        var rows = File.ReadLines(Path.Combine(Checkout.Root, "docs", "configuration.md"))
            .Where(line => line.StartsWith('|'))
            .Select(line => line.Split('|')[1]);

        Assert.Contains(rows, row => row.Contains($"`{name}`", StringComparison.Ordinal));
    }

    private static IEnumerable<(string Path, ConfigurationKey Key)> Leaves(ConfigurationKey key, string path) =>
        key switch
        {
            ConfigurationKey.Group group => group.Keys.SelectMany(inner => Leaves(inner, Join(path, group.Name))),
            ConfigurationKey.List list => list.Each.Keys.SelectMany(
                inner => Leaves(inner, Join(path, $"{list.Name}.0"))),
            _ => [(Join(path, key.Name), key)],
        };

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
