namespace GrantSync.Application.Lists;

/// <summary>Which rows of a list that can be archived. What is archived is not shown unless asked for.</summary>
public enum Which
{
    Active,
    Archived,
    All,
}
