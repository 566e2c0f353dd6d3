#pragma once

#include <QHash>

#include "server/client/template_info.h"
#include "ui/models/keyed_table_model.h"

namespace parley::ui {

// Token templates by name. Thread: GUI.
class TemplateModel final : public KeyedTableModel<client::TemplateInfo>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TemplateModel)

public:
    enum Column { Title, Variables, Gives, Kind, Lifetime, Active, ColumnCount };

    explicit TemplateModel(QObject *parent = nullptr);

    void setTemplates(QList<client::TemplateInfo> templates);
    //! \param counts of active tokens by the name of their template; none for 0.
    void setActiveTokens(const QHash<QString, std::uint64_t> &counts);
    int columnCount(const QModelIndex &parent = {}) const override;

protected:
    QString keyOf(const client::TemplateInfo &row) const override;
    QVariant cell(const client::TemplateInfo &row, int column, int role) const override;
    QVariant title(int column, int role) const override;

private:
    QVariant toolTip(const client::TemplateInfo &info, int column) const;

    QHash<QString, std::uint64_t> m_active{};
};

} // namespace parley::ui
