#pragma once

#include <cstdint>
#include <string_view>

#include "server/store/database.h"

namespace parley {

// Single numbers that outlive a run. Thread: store.
class MetaTable final
{
public:
    static constexpr std::string_view kNextPage = "next_page";
    static constexpr std::string_view kCleanStop = "clean_stop"; // 1: the last run ended in order

    static constexpr std::string_view kTemplatesMade = "templates_made"; // 1: the default ones were

    static constexpr std::string_view kRestored = "restored"; // 1: a backup that did not run yet

    explicit MetaTable(const Database &database);

    Result<std::int64_t> value(std::string_view key, std::int64_t otherwise);
    Result<void> set(std::string_view key, std::int64_t value);

private:
    Statement m_find;
    Statement m_put;
};

} // namespace parley
