using System.Collections.Immutable;
using System.Xml.Linq;

namespace Tests.Architecture;

/// <summary>
/// Who references whom, read from project files. Conditions are not evaluated: a reference that only some builds have
/// counts like any other.
/// </summary>
internal sealed class ProjectGraph
{
    private readonly ImmutableSortedDictionary<string, Project> projects;

    private ProjectGraph(IEnumerable<Project> projects) =>
        this.projects = projects.ToImmutableSortedDictionary(project => project.Name, project => project);

    public IEnumerable<Project> Projects => projects.Values;

    public static ProjectGraph Read(IEnumerable<string> projectFiles) => new(projectFiles.Select(ReadProject));

    /// <summary>The shortest chain of references from a project to each that it reaches, itself left out.</summary>
    public IReadOnlyDictionary<string, ImmutableArray<string>> Reach(string name)
    {
        var chains = new Dictionary<string, ImmutableArray<string>>();
        var waiting = new Queue<ImmutableArray<string>>([[name]]);
        while (waiting.TryDequeue(out var chain))
        {
            if (!projects.TryGetValue(chain[^1], out var project))
                continue;
            foreach (var next in project.References)
                if (next != name && chains.TryAdd(next, chain.Add(next)))
                    waiting.Enqueue(chain.Add(next));
        }
        return chains;
    }

    private static Project ReadProject(string file)
    {
        var xml = XDocument.Load(file);
        return new Project(
            Path.GetFileNameWithoutExtension(file),
            [.. Includes(xml, "ProjectReference").Select(NameOf)],
            [.. Includes(xml, "PackageReference")]);
    }

    private static string NameOf(string path) => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'));

    private static IEnumerable<string> Includes(XDocument xml, string element) =>
        xml.Descendants(element).Select(item => (string?)item.Attribute("Include")).OfType<string>();

    public sealed record Project(string Name, ImmutableArray<string> References, ImmutableArray<string> Packages);
}
