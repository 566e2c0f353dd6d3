#include "server/functions/text/word_list.h"

#include <optional>

#include "server/functions/text/language_detector.h"

namespace parley::functions {
namespace {

std::string_view trimmed(std::string_view text)
{
    const auto from = text.find_first_not_of(" \t\r");
    if (from == std::string_view::npos)
        return {};
    return text.substr(from, text.find_last_not_of(" \t\r") - from + 1);
}

// Takes the first word off.
std::string_view takeWord(std::string_view &rest)
{
    rest = trimmed(rest);
    const auto end = std::min(rest.find_first_of(" \t"), rest.size());
    const std::string_view word = rest.substr(0, end);
    rest = trimmed(rest.substr(end));
    return word;
}

std::optional<ModerationAction> actionNamed(std::string_view name)
{
    for (const auto action : {ModerationAction::Flag, ModerationAction::Mask,
                              ModerationAction::Hold, ModerationAction::Block}) {
        if (wireName(action) == name)
            return action;
    }
    return std::nullopt;
}

class Reader
{
public:
    Result<std::vector<WordList>> read(std::string_view text);

private:
    std::string readLine(std::string_view line); // "" or what is wrong
    std::string readDirective(std::string_view line);
    std::string readCategory(std::string_view rest);
    std::string readTerm(std::string_view line);

    WordList &list() { return m_lists.back(); }

    std::vector<WordList> m_lists; // the last is being read
    std::size_t m_terms = 0; // of all
    bool m_allows = false;
};

Result<std::vector<WordList>> Reader::read(std::string_view text)
{
    std::size_t number = 0;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const std::string problem = readLine(trimmed(text.substr(0, end)));
        ++number;
        if (!problem.empty())
            return Error{ErrorCode::InvalidArgument,
                         "word list, line " + std::to_string(number) + ": " + problem};
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return std::move(m_lists);
}

std::string Reader::readLine(std::string_view line)
{
    if (line.empty() || line.front() == '#')
        return {};
    return line.front() == '@' ? readDirective(line) : readTerm(line);
}

std::string Reader::readDirective(std::string_view line)
{
    const std::string_view name = takeWord(line);
    if (name == "@language") {
        m_lists.push_back({.language = knownLanguage(line)});
        m_allows = false;
        return list().language.empty() ? "unknown language" : "";
    }
    if (m_lists.empty())
        return "@language comes first";
    if (name == "@category")
        return readCategory(line);
    if (name != "@allow")
        return "unknown directive";
    m_allows = true;
    return {};
}

std::string Reader::readCategory(std::string_view rest)
{
    const std::string_view name = takeWord(rest);
    const std::string_view severity = takeWord(rest);
    const auto action = actionNamed(rest);
    if (severity.size() != 1 || severity < "1" || severity > "4" || !action)
        return "needs a name, a severity from 1 to 4, and flag, mask, hold or block";
    list().categories.push_back({std::string(name), severity.front() - '0', *action});
    m_allows = false;
    return {};
}

std::string Reader::readTerm(std::string_view line)
{
    if (m_lists.empty() || (!m_allows && list().categories.empty()))
        return "a term before @language and @category or @allow";
    if (m_terms >= WordList::kMaxTerms)
        return "more than 5000 terms";
    WordTerm term;
    term.isAllowed = m_allows;
    term.category = list().categories.empty() ? 0 : list().categories.size() - 1;
    if (line.front() == '*') {
        term.anyStart = true;
        line.remove_prefix(1);
    }
    if (!line.empty() && line.back() == '*') {
        term.anyEnd = true;
        line.remove_suffix(1);
    }
    if (line.size() < 2 || line.size() > WordList::kMaxTermBytes)
        return "a term has 2 to 120 bytes";
    if (line.find('*') != std::string_view::npos)
        return "* may stand at the ends only";
    term.text = line;
    list().terms.push_back(std::move(term));
    ++m_terms;
    return {};
}

} // namespace

Result<WordList> WordList::parse(std::string_view text)
{
    auto lists = parseAll(text);
    if (!lists)
        return lists.error();
    if (lists->empty())
        return Error{ErrorCode::InvalidArgument, "word list: @language is missing"};
    if (lists->size() > 1)
        return Error{ErrorCode::InvalidArgument, "word list: @language stands there twice"};
    return std::move(lists->front());
}

Result<std::vector<WordList>> WordList::parseAll(std::string_view text)
{
    return Reader{}.read(text);
}

} // namespace parley::functions
