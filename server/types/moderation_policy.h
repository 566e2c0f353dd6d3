#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "server/base/result.h"
#include "server/types/moderation_action.h"

namespace parley {

// What a room does with findings of one category of one language's list.
struct CategoryRule {
    std::string language{}; // BCP 47; "": any
    std::string category{}; // "mild"; "": any
    ModerationAction action = ModerationAction::Mask; // Allow: the category does not count here

    friend bool operator==(const CategoryRule &, const CategoryRule &) = default;
};

// How strict a room is. Where no rule speaks, the list itself says what its category asks for.
struct ModerationPolicy {
    static constexpr std::size_t kMaxRules = 64; // four for each language that a room can have
    static constexpr std::size_t kMaxCategoryBytes = 32;
    //! About 2,000 terms, what a room's owner reviews by himself; more belongs in a list of its
    //! own.
    static constexpr std::size_t kMaxTermsBytes = 64 * 1024;
    static constexpr std::uint32_t kMaxStrikes = 100;
    static constexpr std::uint32_t kMaxMuteMinutes = 30 * 24 * 60; // longer: take the token away

    bool failClosed = true; // a message that could not be judged is not delivered
    bool checksNames = true; // display names are judged as texts are
    std::vector<CategoryRule> rules{}; // the most specific wins: both, category, language, none
    std::string terms{}; // the room's own list; see WordList for its form
    std::uint32_t strikesToMute = 0; // blocked messages in a row until a sender is muted; 0: never
    std::uint32_t muteMinutes = 10;

    //! InvalidArgument or LimitExceeded. That `terms` can be read is for whoever reads lists.
    static Result<ModerationPolicy> checked(ModerationPolicy policy);

    //! \return what the room's rules make of a finding for which the list asks \p asked
    ModerationAction actionFor(const std::string &language, const std::string &category,
                               ModerationAction asked) const;

    friend bool operator==(const ModerationPolicy &, const ModerationPolicy &) = default;
};

} // namespace parley
