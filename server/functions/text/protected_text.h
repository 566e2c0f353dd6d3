#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/functions/text/glossary_terms.h"
#include "server/functions/text/protected_spans.h"

namespace parley::functions {

// A text cut into people's words and the parts that no engine may change. An engine is given
// something in place of each such part, and must give back each one exactly once.
// Free of Qt. Thread: any (a value).
class ProtectedText final
{
public:
    struct Piece {
        std::string text{};
        bool isPlaceholder = false;
        SpanKind kind = SpanKind::Url; // of a placeholder
    };

    //! \param terms of the room's glossary: each is a part that comes back as its translation
    explicit ProtectedText(std::string_view text, const std::vector<GlossaryTerm> &terms = {});

    const std::vector<Piece> &pieces() const { return m_pieces; }
    std::size_t placeholderCount() const { return m_originals.size(); }
    //! What comes back for a placeholder: the part as it was, or a term's translation.
    const std::string &original(std::size_t index) const { return m_originals[index]; }
    std::size_t wordCount() const { return m_words; } // outside placeholders

    std::string withoutEngine() const; // the pieces, with what comes back for each placeholder

    //! A word that no grammar knows, for placeholder \p index: "XQ3QX". Its letters are chosen so
    //! that no such word occurs in the text.
    std::string token(std::size_t index) const;

    //! Puts the originals back. \return nothing when a token is missing or came twice.
    //! \param found how often each placeholder was already seen (and put back) elsewhere
    bool restoreTokens(std::string &text, std::vector<int> found) const;

private:
    std::vector<Piece> m_pieces;
    std::vector<std::string> m_originals;
    std::size_t m_words = 0;
    std::string m_tokenLetters = "XQ";
};

} // namespace parley::functions
