namespace Tests.Architecture;

public class ArrowTests
{
    [Fact]
    public void No_project_knows_what_it_may_not_know()
    {
        var graph = ProjectGraph.Read(Repository.Files("*.csproj").Select(file => Path.Combine(Repository.Root, file)));

        Assert.Contains(graph.Projects, project => project.Name == "EdgeTerminal.Core");
        Assert.Empty(Arrows.Violations(graph));
    }

    [Fact]
    public void A_planted_arrow_through_a_third_project_is_seen()
    {
        var plantedFolder = Path.Combine(Repository.Root, "tests/Architecture/planted");
        var folder = Directory.CreateTempSubdirectory("et-planted-");
        try
        {
            foreach (var file in Directory.GetFiles(plantedFolder, "*.csproj.planted"))
                File.Copy(file, Path.Combine(folder.FullName, Path.GetFileNameWithoutExtension(file)));

            var violations = Arrows.Violations(ProjectGraph.Read(Directory.GetFiles(folder.FullName))).ToList();

            Assert.Equal(
                [
                    "CloudBridge.Relay may not know EdgeTerminal.Core: CloudBridge.Relay -> EdgeTerminal.Core",
                    "EdgeTerminal.Core may not know CloudBridge.Mqtt: " +
                    "EdgeTerminal.Core -> CloudBridge.Relay -> CloudBridge.Mqtt",
                    "EdgeTerminal.Core may not know CloudBridge.Relay: EdgeTerminal.Core -> CloudBridge.Relay",
                    "EdgeTerminal.Core may not take the package Microsoft.Extensions.Logging.",
                    "HardwareDrivers.Strangers is not in the table: say what it may know.",
                ],
                violations.Order(StringComparer.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "edge-terminal.slnx"));

        Assert.All(
            Repository.Files("*.csproj"),
            file => Assert.Contains($"Path=\"{file}\"", solution, StringComparison.Ordinal));
    }
}
