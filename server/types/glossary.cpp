#include "server/types/glossary.h"

#include "server/types/language.h"

namespace parley {
namespace {

Result<void> checkEntry(const GlossaryEntry &entry)
{
    if (!isLanguageOrAny(entry.source) || !isLanguageOrAny(entry.target))
        return Error{ErrorCode::InvalidArgument, "the glossary names an unknown language"};
    if (entry.term.find_first_not_of(" \t") == std::string::npos)
        return Error{ErrorCode::InvalidArgument, "a glossary entry needs a term"};
    if (entry.term.size() > Glossary::kMaxTextBytes
        || entry.translation.size() > Glossary::kMaxTextBytes)
        return Error{ErrorCode::InvalidArgument,
                     "a term and its translation have at most 120 bytes each"};
    return {};
}

} // namespace

Result<Glossary> Glossary::checked(Glossary glossary)
{
    if (glossary.entries.size() > kMaxEntries)
        return Error{ErrorCode::LimitExceeded, "a glossary has at most 500 entries"};
    for (const GlossaryEntry &entry : glossary.entries)
        if (auto ok = checkEntry(entry); !ok)
            return ok.error();
    return glossary;
}

} // namespace parley
