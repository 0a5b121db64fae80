namespace Tests.Bench;

/// <summary>Something that is measured by itself.</summary>
internal interface IMeasure
{
    /// <summary>What the command line calls it.</summary>
    string Name { get; }

    /// <summary>One line.</summary>
    string Description { get; }

    /// <summary>Measures, and writes its rows.</summary>
    Task RunAsync(Table table, CancellationToken cancellation);
}
