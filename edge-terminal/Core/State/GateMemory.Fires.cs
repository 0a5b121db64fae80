using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <content>Fires, and what is left of the counts where records are deleted or were never said.</content>
public sealed partial record GateMemory
{
    /// <summary>The last fire here, at which all could leave; null: none is remembered.</summary>
    public Passage? Fire => Fires.Count == 0 ? null : Fires[^1].Fire;

    /// <summary>All that are remembered, in order: where the last was of a left epoch, the one before counts.</summary>
    private ValueList<BeforeFire> Fires { get; init; }

    /// <summary>All may have left: once, however often it is said.</summary>
    internal GateMemory Burnt(Passage fire) => Fires.Any(known => known.Fire.First == fire.First)
        ? this
        : this with
        {
            IsUsed = true,
            Fires = [.. Fires, new BeforeFire(fire, Retired, RetiredUnderWay)],
            People = [],
            Retired = [],
            RetiredUnderWay = [],
        };

    /// <summary>What these records said was never said.</summary>
    internal GateMemory Forget(Func<RecordPosition, bool> isForgotten)
    {
        var next = Drop(isForgotten);
        if (ReferenceEquals(next, this))
            return this;
        List<BeforeFire> fires = [];
        var (retired, underWay) = (default(ValueList<ZonePeople>), default(ValueList<EntryUnderWay>));
        foreach (var fire in next.Fires)
        {
            (retired, underWay) = (fire.Retired.Add(retired), fire.RetiredUnderWay.With(underWay));
            if (isForgotten(fire.Fire.Position))
                continue;
            fires.Add(new BeforeFire(fire.Fire, retired, underWay));
            (retired, underWay) = ([], []);
        }
        next = next with
        {
            Fires = [.. fires],
            Retired = next.Retired.Add(retired),
            RetiredUnderWay = next.RetiredUnderWay.With(underWay),
        };
        return next with { People = next.Retired.Change(next.Since(next.Fire), sign: 1) };
    }

    /// <summary>These records may be deleted: their passages go, and not what they came to.</summary>
    internal GateMemory Retire(RecordPosition through)
    {
        List<BeforeFire> fires = [];
        Passage? before = null;
        foreach (var fire in Fires)
        {
            if (fire.Fire.Position > through)
                fires.Add(fire with { Retired = fire.Retired.Change(Gone(before, fire.Fire), sign: 1) });
            before = fire.Fire;
        }
        return (this with { Fires = [.. fires] }).Drop(position => position <= through) with
        {
            Retired = Retired.Change(Gone(before, until: null), sign: 1),
            People = People,
        };

        IEnumerable<Passage> Gone(Passage? fire, Passage? until) => Since(fire)
            .Where(passage => passage.Position <= through && !(passage.Position > until?.Position));
    }

    private IEnumerable<Passage> Since(Passage? fire) =>
        Passages.Values.SelectMany(row => row).Where(passage => !(passage.Position <= fire?.Position));

    private bool IsAfterFire(Passage passage) => !(passage.Position <= Fire?.Position);
}
