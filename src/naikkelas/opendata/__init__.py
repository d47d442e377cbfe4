"""The answers of forms as an OData 4 feed, for Excel and Power BI: read only, by a key of its own."""
