namespace Tests.Architecture;

public class SourceTests
{
    /// <summary>The one place a port that may ask which adapters are in the build.</summary>
    private static readonly string[] RegistrationFiles =
    [
        "cloud-bridge/Mqtt.Clients/MqttClients.cs", "edge-terminal/Host/Configuration/Boards.cs",
        "edge-terminal/Host/Configuration/CardCaches.cs", "edge-terminal/Host/Configuration/PanelAdapters.cs",
    ];

    [Fact]
    public void Only_a_registration_file_asks_which_adapters_are_in_the_build()
    {
        var asking = Lines().Where(row => row.Text.StartsWith("#if", StringComparison.Ordinal));

        Assert.All(asking, row => Assert.Contains(row.File, RegistrationFiles));
    }

    [Fact]
    public void No_source_file_is_longer_than_400_lines()
    {
        Assert.All(Lines().CountBy(row => row.File), file => Assert.InRange(file.Value, 1, 400));
    }

    [Fact]
    public void No_line_is_wider_than_120_columns()
    {
        var wide = Lines().Where(row => row.Text.Length > 120).Select(row => $"{row.File}:{row.Number}").ToList();

        Assert.Empty(wide);
    }

    private static IEnumerable<(string File, int Number, string Text)> Lines() =>
        from file in Repository.Files("*.cs")
        from line in File.ReadLines(Path.Combine(Repository.Root, file)).Index()
        select (file, line.Index + 1, line.Item);
}
